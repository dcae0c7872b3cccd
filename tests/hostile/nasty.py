"""Files that no run is glad of, made when they are needed.

Each holds a legacy import and a legacy call, and something that a tool may stumble over.
"""

import codecs
import encodings
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

IMPORT = b"from acme.pools import make_pool\n"
CALL = b"pool = make_pool(3)\n"
LEGACY = IMPORT + b"\n" + CALL
DEEP = 50_000


@dataclass(frozen=True)
class Nasty:
    """``told`` is part of the failure's message; None where the file is rewritten like any other.

    ``since`` is the first Python that can read it: earlier ones report it as failed.
    """

    name: str
    data: bytes
    told: str | None = None
    since: tuple[int, int] = (3, 11)
    becomes: bytes | None = None

    @property
    def is_readable(self) -> bool:
        return self.told is None and sys.version_info >= self.since

    @property
    def after(self) -> bytes:
        """What it holds after the run."""
        return (self.becomes or rewritten(self.data)) if self.is_readable else self.data


def rewritten(data: bytes) -> bytes:
    """What becomes of a file: the import and the call, and not another byte."""
    return data.replace(b"import make_pool", b"import Pool").replace(b"make_pool(3)", b"Pool(size=3)")


def nasty_files() -> list[Nasty]:
    return [
        *_layouts(),
        *_broken(),
        *_deep(),
        *_deep_arguments(),
        *_long(),
        *_large(),
        *_newer(),
        *_encodings(),
        *_disguised(),
    ]


def _layouts() -> Iterator[Nasty]:
    yield Nasty("crlf", LEGACY.replace(b"\n", b"\r\n"))
    yield Nasty("cr-only", LEGACY.replace(b"\n", b"\r"))
    yield Nasty("mixed-newlines", b"x = 1\r\n" + IMPORT + b"y = 2\r" + CALL)
    yield Nasty("newlines-in-strings", IMPORT + b"text = '''a\r\nb\rc\n'''\r" + CALL)
    yield Nasty("byte-order-mark", codecs.BOM_UTF8 + LEGACY)
    yield Nasty("form-feeds", b"\f" + IMPORT + b"\f\n\f" + CALL + b"\f")
    yield Nasty(
        "vertical-tabs-in-strings", IMPORT + b"text = '\v\x1c\x85'\n".replace(b"\x85", b"\xc2\x85") + CALL
    )
    yield Nasty("tabs", IMPORT + b"if 1:\n\tif 2:\n\t\tpool = make_pool(3)\n")
    yield Nasty("tabs-after-spaces", IMPORT + b"if 1:\n        if 2:\n\t        pool = make_pool(3)\n")
    yield Nasty("no-final-newline", LEGACY.rstrip(b"\n"))
    yield Nasty("a-backslash-at-the-end", IMPORT + CALL.rstrip(b"\n") + b" \\\n\n")
    yield Nasty("trailing-spaces", IMPORT + b"pool = make_pool(3)   \n   \n   ")
    yield Nasty("wide-characters", IMPORT + "text = '😀漢é'; pool = make_pool(3)  # 😀\n".encode())
    yield Nasty("separators-that-are-no-line-ends", IMPORT + "# a\u2028b\u2029c\x85d\x1ce\n".encode() + CALL)


def _broken() -> Iterator[Nasty]:
    yield Nasty("a-nul-at-the-end", LEGACY + b"\0", "cannot be parsed")
    yield Nasty("a-nul-in-the-middle", IMPORT + b"x = '\0'\n" + CALL, "cannot be parsed")
    yield Nasty("nothing-but-nuls", b"\0" * 4096 + b"make_pool", "cannot be parsed")
    yield Nasty("a-syntax-error", LEGACY + b"x = = 1\n", "cannot be parsed")
    yield Nasty("merge-marks", b"<<<<<<< ours\n" + LEGACY + b"=======\n>>>>>>> theirs\n", "cannot be parsed")
    yield Nasty("python-2", LEGACY + b"print 'a'\n", "cannot be parsed")
    yield Nasty("an-open-bracket", LEGACY + b"x = (\n", "cannot be parsed")
    yield Nasty("an-open-string", LEGACY + b"x = '''\n", "cannot be parsed")
    yield Nasty("a-lone-backslash", LEGACY + b"\\", "cannot be parsed")
    yield Nasty("a-wrong-indentation", IMPORT + b"  " + CALL, "cannot be parsed")
    yield Nasty("an-archive", b"PK\x03\x04" + bytes(range(256)) + LEGACY, "cannot be decoded")
    yield Nasty("half-a-character", LEGACY + b"# \xe6\xbc\n", "cannot be decoded")
    yield Nasty("a-surrogate-in-utf-8", LEGACY + b"x = '\xed\xa0\x80'\n", "cannot be decoded")
    yield Nasty(
        "a-surrogate-by-escape",
        b"# coding: raw_unicode_escape\n" + LEGACY + b"x = '\\ud800'\n",
        "raw_unicode_escape",
    )
    yield Nasty("a-surrogate-as-escape", LEGACY + b"x = '\\ud800'\n")
    yield Nasty("refused-by-the-compiler", LEGACY + b"return 1\n")
    yield Nasty("an-enormous-number", LEGACY + b"x = " + b"9" * DEEP + b"\n", "cannot be parsed")
    yield Nasty("an-enormous-hexadecimal-number", LEGACY + b"x = 0x" + b"9" * DEEP + b"\n")


def _deep() -> Iterator[Nasty]:
    for name, text in {
        "parentheses": b"x = " + b"(" * DEEP + b"1" + b")" * DEEP,
        "lists": b"x = " + b"[" * DEEP + b"]" * DEEP,
        "dictionaries": b"x = " + b"{1: " * DEEP + b"1" + b"}" * DEEP,
        "legacy-calls": b"x = " + b"make_pool(" * DEEP + b"3" + b")" * DEEP,
        "minus": b"x = " + b"-" * DEEP + b"1",
        "not": b"x = " + b"not " * DEEP + b"1",
        "lambdas": b"x = " + b"lambda: " * DEEP + b"make_pool(3)",
        "choices": b"x = " + b"a if b else " * DEEP + b"make_pool(3)",
        "powers": b"x = " + b"2 ** " * DEEP + b"2",
        "sums": b"x = " + b"1 + " * DEEP + b"1",
        "attributes": b"x = make_pool(3)" + b".a" * DEEP,
        "calls-of-calls": b"x = make_pool(3)" + b"()" * DEEP,
        "subscripts": b"x = make_pool(3)" + b"[0]" * DEEP,
        "else-ifs": b"if a:\n  pass\n" + b"elif make_pool(3):\n  pass\n" * DEEP,
        "awaits": b"async def f():\n  " + b"await " * DEEP + b"x",
        "indentation": b"".join(b" " * depth + b"if a:\n" for depth in range(1500)) + b" " * 1500 + b"pass",
        "formatted-strings": b"x = " + b"f'{" * DEEP + b"1" + b"}'" * DEEP,
        "format-specifications": b"x = f'{a:" + b"{b:" * DEEP + b"}" * DEEP + b"}'",
        "formatted-string-and-parentheses": b"x = f'{'a'}'\ny = " + b"(" * DEEP + b")" * DEEP,
        "formatted-string-and-minus": b"x = f'{'a'}'\ny = " + b"-" * DEEP + b"1",
        "patterns": b"match a:\n case " + b"[" * DEEP + b"]" * DEEP + b": pass",
    }.items():
        yield Nasty(f"deep-{name}", LEGACY + text + b"\n", "cannot be parsed")


def _deep_arguments() -> Iterator[Nasty]:
    """Python reads them; libcst, which has to put them into the new call, might end the process."""
    for name, argument in {
        "lists": b"[" * 150 + b"]" * 150,
        "calls": b"f(" * 150 + b")" * 150,
        "lambdas": b"lambda: " * 900 + b"1",
        "defaults-of-lambdas": b"lambda a=" * 150 + b"1" + b": 0" * 150,
        "choices": b"a if b else " * 900 + b"1",
        "sums": b"1 + " * 900 + b"1",
        "attributes": b"a" + b".a" * 900,
        "subscripts": b"a" + b"[0]" * 900,
        "minus": b"-" * 900 + b"1",
    }.items():
        yield Nasty(
            f"an-argument-of-deep-{name}", LEGACY + b"x = make_pool(" + argument + b")\n", "too deeply"
        )


def _long() -> Iterator[Nasty]:
    """Whoever copies a long name for each of its parts, or looks for the end of each of many beginnings, does
    not come to an end.
    """
    parts = b".b" * DEEP
    yield Nasty("a-long-import", LEGACY + b"import a" + parts + b"\n", "more than 1,000 parts")
    yield Nasty("a-long-from", LEGACY + b"from a" + parts + b" import c\n", "more than 1,000 parts")
    yield Nasty(
        "a-long-import-over-lines",
        LEGACY + b"if a: import x, \\\r\n a" + parts.replace(b".", b"\\\n . ") + b"\n",
        "more than 1,000 parts",
    )
    yield Nasty("a-long-name-in-a-string", LEGACY + b"x = 'acme.pools.make_pool" + parts + b"'\n")
    yield Nasty("a-long-name-that-is-imported", LEGACY + b"import_module('make_pool" + parts + b"')\n")
    yield Nasty("a-long-name-that-is-patched", LEGACY + b"patch('acme.pools.make_pool" + parts + b"')\n")
    above = b"from " + b"." * DEEP + b" import make_pool as old\n"
    yield Nasty("a-long-way-up", LEGACY + above, becomes=rewritten(LEGACY) + above)
    for name, line in {
        "long-name-as-annotation": b"x: 'make_pool" + parts + b"'\n",
        "deep-annotation": b"x: '" + b"-" * DEEP + b"make_pool'\n",
        "deep-type-comment": b"x = y  # type: " + b"-" * DEEP + b"make_pool\n",
    }.items():
        yield Nasty(f"a-{name}", LEGACY + line, becomes=IMPORT + rewritten(LEGACY) + line)

    many = 100_000
    yield Nasty("a-run-of-a-word", LEGACY + b"class A: pass  # x = " + b"make_pool" * many + b"\n")
    yield Nasty(
        "a-word-again-and-again", LEGACY + b"class A: pass\n  # x = " + b"make_pool = " * many + b"\n"
    )
    yield Nasty("blanks-where-a-name-is-set", LEGACY + b"# setattr(" + b" " * many + b"x\n")
    yield Nasty("open-brackets-of-modules", LEGACY + b"# " + b"sys.modules[a " * many + b"\n")
    chain = (
        b"a0 = make_pool\n" + b"".join(b"a%d = a%d\n" % (n + 1, n) for n in range(10_000)) + b"a10000(3)\n"
    )
    yield Nasty("a-chain-of-names", LEGACY + chain, becomes=IMPORT + rewritten(LEGACY) + chain)
    doubled = b"a0 = make_pool\n" + b"".join(b"a%d = a%d\n" % (n + 1, n) * 2 for n in range(60))
    yield Nasty("names-that-branch", LEGACY + doubled, becomes=IMPORT + rewritten(LEGACY) + doubled)


def _large() -> Iterator[Nasty]:
    yield Nasty("a-line-of-20-megabytes", LEGACY + b"x = '" + b"a" * 20_000_000 + b"'\n", "max-file-size")
    yield Nasty(
        "a-list-of-2-megabytes", LEGACY + b"x = [\n" + b"make_pool,\n" * 200_000 + b"]\n", "max-file-size"
    )
    yield Nasty("a-long-line", LEGACY + b"x = '" + b"a" * 500_000 + b"'\n")
    yield Nasty("a-long-line-of-attributes", LEGACY + b"x = {" + b"a.b: 1, " * 10_000 + b"} == 1\n")
    yield Nasty(
        "many-comprehension-clauses", LEGACY + b"x = [a " + b"for a in b " * 20_000 + b"]\n", "too many"
    )
    yield Nasty("many-lines", LEGACY + b"\n" * 200_000)


def _newer() -> Iterator[Nasty]:
    yield Nasty("parameters-of-types", LEGACY + b"def f[T](x: T) -> T: ...\n", since=(3, 12))
    yield Nasty("a-type-statement", LEGACY + b"type A = int\n", since=(3, 12))
    yield Nasty("defaults-of-types", LEGACY + b"def f[T = int](x: T) -> T: ...\n", since=(3, 13))
    yield Nasty("template-strings", LEGACY + b"x = t'{a}'\n", since=(3, 14))
    yield Nasty("handlers-without-parentheses", LEGACY + b"try: pass\nexcept A, B: pass\n", since=(3, 14))
    yield Nasty("formatted-strings-of-3.12", LEGACY + b"x = f'{a['b']}'\n")
    yield Nasty("syntax-of-the-future", LEGACY + b"x = a ?? b\n", "cannot be parsed")


def _encodings() -> Iterator[Nasty]:
    yield Nasty("unknown-cookie", b"# coding: nonsense\n" + LEGACY, "nonsense")
    yield Nasty("cookie-in-line-2", b"#!/usr/bin/python\n# coding: latin-1\n" + LEGACY + b"# \xe9\n")
    yield Nasty(
        "cookie-in-line-2-after-code",
        b"x = 1\n# coding: latin-1\n" + LEGACY + b"# \xe9\n",
        "cannot be decoded",
    )
    yield Nasty("cookie-in-line-3", b"#\n#\n# coding: latin-1\n" + LEGACY + b"# \xe9\n", "cannot be decoded")
    yield Nasty(
        "cookie-against-the-mark", codecs.BOM_UTF8 + b"# coding: latin-1\n" + LEGACY, "encoding problem"
    )
    yield Nasty("cookie-that-agrees-with-the-mark", codecs.BOM_UTF8 + b"# coding: utf-8\n" + LEGACY)
    yield Nasty("cookie-with-lone-returns", b"x = 1\r# coding: latin-1\r" + LEGACY.replace(b"\n", b"\r"))
    yield Nasty(
        "no-cookie-behind-a-return", b"#\r\rx = '# coding: nonsense'\r" + LEGACY.replace(b"\n", b"\r")
    )
    for mark, name in (
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ):
        yield Nasty(f"written-in-{name}", mark + LEGACY.decode().encode(name), "cannot be decoded")
    yield Nasty("hidden-by-utf-7", b"# coding: utf-7\n" + LEGACY.replace(b"make", b"+AG0-ake"), "utf-7")
    yield Nasty(
        "hidden-by-escapes",
        b"# coding: unicode_escape\n" + LEGACY.replace(b"make", b"\\x6dake"),
        "unicode_escape",
    )


def _disguised() -> Iterator[Nasty]:
    """Python takes other letters for those of ASCII (NFKC)."""
    wide = LEGACY.decode().replace("make_pool", "\uff4d\uff41\uff4b\uff45_pool")
    yield Nasty("disguised-everywhere", wide.encode(), "other letters")
    yield Nasty("a-disguised-call", IMPORT + "pool = \U0001d426ake_pool(3)\n".encode(), "other letters")
    yield Nasty("a-disguised-import", wide.partition("\n")[0].encode() + b"\n" + CALL, "other letters")
    # The statement is written anew, from what Python reads.
    yield Nasty(
        "a-disguised-module",
        LEGACY.replace(b"acme.pools", "acme.\uff50ools".encode()),
        becomes=rewritten(LEGACY),
    )


def every_codec() -> list[str]:
    """The names of the codecs of Python's registry that this system has."""
    names = {
        *encodings.aliases.aliases.values(),
        *(each.name for each in pkgutil.iter_modules(encodings.__path__)),
    }
    return sorted(name for name in names if _is_there(name))


def _is_there(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
