"""Golden cases: what must come out of a run, and what must be left alone.

- ``golden/surroundings/``: files laid down under every case;
- ``golden/<codemod>/surroundings/``: files laid down over those, under every case of the codemod;
- ``golden/<codemod>/<case>.md``: one case, one Markdown file, one screen;
- ``golden/projects/<name>/``: ``before/``, ``after/`` and ``findings.txt``, a case of whole folders.
"""
