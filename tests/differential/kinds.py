"""What programs are made of: the ways to import, the kinds of arguments, the places of calls."""

HEADER = {
    "names": "from world.legacy import {names}",
    "wrapped": "from world.legacy import (\n    {lines},\n)",
    "module": "import world.legacy",
    "alias": "from world import legacy as old",
    "renamed": "from world.legacy import {renamed}",
}
PREFIX = {"module": "world.legacy.", "alias": "old.", "renamed": "old_"}

ARGUMENTS = {
    "name": ("p", "q"),
    "constant": ("1", "None", "'text'", "-2"),
    "attribute": ("BOX.n", "p.n", "p.uid"),
    "effect": ("t('{e}')",),
    "global": ("G",),
    "bump": ("bump(BOX)", "bump(p)"),
    "rebind": ("rebind('{e}')",),
    "item": ("p[0]", "BOX[1]"),
    "add": ("t('{e}') + p", "t('{e}') + 1"),
    "display": ("[t('{e}'), G]", "(G, t('{e}'))", "{{'k': t('{e}')}}"),
    "choice": ("t('{e}') if p else BOX.n", "t('{e}') if None else BOX.n"),
    "boolean": ("None or t('{e}')", "p or t('{e}')", "p and t('{e}')"),
    "formatted": ("f\"{{t('{e}')}} {{p.n}}\"",),
    "lambda": ("lambda: G", "lambda: p.n", "lambda: BOX.n"),
    "comprehension": ("[t(i) for i in ('{e}', G.name)]",),
    "generator": ("(t(i) for i in ('{e}',))",),
    "failure": ("boom('{e}')", "t('{e}')", "t('{e}')"),
}
"""By kind; ``{e}`` is a name of the effect."""

OWN_ARGUMENTS = {"local": ("w0",), "walrus": ("(w0 := t('{e}'))",)}
"""What only a statement of the function itself may hold."""

STATEMENTS = {
    "assign": "<x> = <call>",
    "annotated": "<x>: object = <call>",
    "bare": "<call>",
    "pair": "<x>, <x>b = <call>, <argument>",
    "chain": "<x> = <x>b = <call>",
    "augmented": "<x> = t('<x>')\n<x> += <call>",
    "list": "<x> = [<call>, <argument>, <call>]",
    "taken": "<x> = take(<argument>, <call>, k=<call>)",
    "choice": "<x> = <call> if <test> else <argument>",
    "and": "<x> = <test> and <call>",
    "or": "<x> = <test> or <call>",
    "lambda": "<x> = lambda p=p: <plain_call>\n<x> = <x>()",
    "comprehension": "<x> = [<plain_call> for q in (<plain_argument>, 2)]",
    "with": "with <call> as <x>:\n    <x>b = <call>",
    "for": "for <x> in (<argument>, 2):\n    <x>b = <call>",
    "if": "if <call>:\n    <x> = <call>\nelse:\n    <x> = 1",
    "while": "<x> = 0\nwhile <x> < 2 and <call>:\n    <x> += 1\n    <x>b = <call>",
    "try": "try:\n    <x> = <call>\nexcept KeyError:\n    <x> = 1\nfinally:\n    t('<x>')",
    "assert": "assert <call>, <argument>",
    "default": "def <x>(v=<call>):\n    return v\n<x> = <x>()",
    "decorator": "@deco(<call>)\ndef <x>():\n    return p\n<x> = <x>()",
    "class": "class <x>:\n    kind = <plain_call>\n<x> = <x>.kind",
    "subscript": "<x> = p[<call>]",
    "formatted": '<x> = f"""{<call>} {p.n}"""',
    "walrus": "if (<x> := <call>):\n    t('<x>')",
    "method": "<x> = <call>.named(<argument>)",
    "match": "match <call>:\n    case Value(n=<x>):\n        <x>b = <call>\n    case _:\n        pass",
    "nested": "def <x>(p, wired=1):\n    <x> = <plain_call>\n    return <x>\n<x> = <x>(take(<argument>))",
    "taken names": "a, b, wired = 1, 2, 3\n<x> = <call>\nt((a, b, wired))",
    "hidden name": "New = t\n<x> = <call>\nt(New)",
    "semicolon": "<x> = <call>; <x>b = <call>",
    "return": "if p:\n    return <call>",
}
"""By kind; ``<x>`` is a new name, ``<plain_call>`` and ``<plain_argument>`` stand in a scope of their own."""
