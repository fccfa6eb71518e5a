"""Words: every language says everything, and numbers read as people write them."""

import ast
import re
import string
import warnings
from importlib import import_module
from pathlib import Path

import pytest

from approx.outputs.films import stories
from approx.style import languages
from approx.style.languages import LANGUAGES, Phrases, say
from approx.system import folders
from approx.system.errors import ApproxError, InputError

ROOT = Path(languages.__file__).parents[2]
FILES = [*ROOT.rglob("*.py"), *folders.scenes().glob("*.py")]
#: Languages that must have every phrase; what others lack is shown in English.
COMPLETE = ("en", "de")
CAPTIONS = {name: import_module(f"approx.panels.captions.{name}").say for name in stories.names()}
#: Panels with phrases of their own.
OWN = {
    path.stem: import_module(f"approx.panels.{path.stem}").say
    for path in (ROOT / "panels").glob("*.py")
    if "say = Phrases(PHRASES)" in path.read_text()
}
EVERY = [say, *CAPTIONS.values(), *OWN.values()]


def blanks(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_language_lacks_is_listed_and_complete_ones_lack_nothing(language):
    lacking = [key for phrases in EVERY for key in phrases.missing(language)]
    if language in COMPLETE:
        assert lacking == []
    elif lacking:
        warnings.warn(f"{language} lacks {', '.join(lacking)}", stacklevel=1)


@pytest.mark.parametrize("phrases", EVERY, ids=["shared", *CAPTIONS, *OWN])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_has_the_same_blanks_in_every_language(language, phrases):
    english, other = phrases.table("en"), phrases.table(language)
    assert set(other) <= set(english)
    for key, phrase in other.items():
        assert blanks(phrase) == blanks(english[key]), key


def test_the_folder_is_the_list_of_languages():
    files = {p.stem for p in Path(languages.__file__).parent.glob("*.py") if p.stem[0] != "_"}
    assert files == set(LANGUAGES)
    assert LANGUAGES[0] == "en"


def test_a_phrase_that_a_language_lacks_is_english_down_to_its_numbers():
    tables = {"en": {"x.two": "{N} of {m}", "x.two.one": "one of {m}"}, "de": {}}
    assert Phrases(tables)("x.two", "de", n=2, m=3) == "Two of 3"
    assert Phrases(tables)("x.two", "de", n=1, m=3) == "one of 3"
    assert Phrases(tables)("input", "de") == "Eingabe"
    assert Phrases(tables).missing("de") == ["x.two", "x.two.one"]


def test_a_missing_phrase_is_named_with_its_language():
    with pytest.raises(ApproxError, match=r"no phrase 'sum\.nothing' in language 'de'"):
        say("sum.nothing", "de")
    with pytest.raises(InputError, match="no language 'dee'; did you mean 'de'"):
        say("input", "dee")
    with pytest.raises(ApproxError, match="phrase 'x': no value for the blank 'b'"):
        Phrases({"en": {"x": "{a} {b}"}})("x", a=1)


class Source:
    """A file of the code, and the keys of phrases that it asks for."""

    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        tables = {"captions": CAPTIONS, "panels": OWN}.get(path.parent.name, {})
        own = tables.get(path.stem, say)
        self.phrases = {"say": own}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom):
                self._imported(node.module or "", node.names)
        # Outer functions come first: an inner one takes its calls over.
        self.calls = {
            call: function
            for function in ast.walk(self.tree)
            if isinstance(function, ast.FunctionDef)
            for call in ast.walk(function)
            if isinstance(call, ast.Call)
        }

    def _imported(self, module: str, names: list[ast.alias]) -> None:
        for name in names:
            if module == "approx.panels.captions":
                self.phrases[f"{name.asname or name.name}.say"] = CAPTIONS[name.name]
            elif module.startswith("approx.panels.captions.") and name.name == "say":
                self.phrases["say"] = CAPTIONS[module.rpartition(".")[2]]

    def asked(self) -> list[tuple[str, Phrases]]:
        """A pattern for every key that is asked for, and the phrases that are asked."""
        return [
            (pattern, self.phrases[ast.unparse(call.func)])
            for call, function in self.calls.items()
            if ast.unparse(call.func) in self.phrases
            for pattern in self.patterns(call.args[0], function)
        ]

    def patterns(self, node: ast.expr, function: ast.FunctionDef) -> list[str]:
        """What a key can be that is asked for inside the function."""
        values: list[ast.expr] = []
        match node:
            case ast.Constant():
                return [re.escape(node.value)]
            case ast.JoinedStr():
                parts = node.values
                texts = (re.escape(p.value) if isinstance(p, ast.Constant) else ".*" for p in parts)
                return ["".join(texts)]
            case ast.Name() if node.id in [argument.arg for argument in function.args.args]:
                return self._passed(node.id, function)
            case ast.Call(func=ast.Attribute(value=ast.Name("match"), attr="group")):
                # The blanks of the page's template; those with a dot are phrases.
                template = (ROOT / "outputs" / "page" / "template.html").read_text()
                return [re.escape(key) for key in re.findall(r"\{\{(\w+\.[\w.]+)\}\}", template)]
            case ast.Name():
                values = self._values(node.id, function)
            case ast.IfExp():
                values = [node.body, node.orelse]
            case ast.Tuple():
                values = node.elts
        assert values, f"{ast.unparse(node)} is asked for as a phrase: which can it be?"
        return [pattern for value in values for pattern in self.patterns(value, function)]

    def _values(self, name: str, function: ast.FunctionDef) -> list[ast.expr]:
        """What is assigned to a name in a function, and what it runs over."""
        nodes = list(ast.walk(function))
        assigned = [n for n in nodes if isinstance(n, ast.Assign)]
        loops = [n for n in nodes if isinstance(n, ast.comprehension | ast.For)]
        return [
            *(n.value for n in assigned if ast.unparse(n.targets[0]) == name),
            *(n.iter for n in loops if ast.unparse(n.target) == name),
        ]

    def _passed(self, name: str, function: ast.FunctionDef) -> list[str]:
        """What the file's own calls of a function pass on as one of its arguments."""
        names = [argument.arg for argument in function.args.args if argument.arg != "self"]
        return [
            pattern
            for call, caller in self.calls.items()
            if ast.unparse(call.func).rpartition(".")[2] == function.name and caller != function
            for pattern in self.patterns(call.args[names.index(name)], caller)
        ]


@pytest.mark.parametrize(
    "path", [f for f in FILES if "say(" in f.read_text()], ids=lambda p: p.stem
)
def test_every_phrase_that_is_asked_for_is_there(path):
    for pattern, phrases in Source(path).asked():
        assert any(re.fullmatch(pattern, key) for key in phrases.table("en")), pattern


def test_every_phrase_is_used_somewhere():
    code = "".join(p.read_text() for p in FILES)
    code = code.replace("'", '"')  # inside an f-string
    page = ROOT / "outputs" / "page"
    script = "".join(p.read_text() for p in page.glob("script/*.js"))
    code += re.sub(r"`([\w.]+)\$\{", r'f"\1{', script)  # built in the page
    code += re.sub(r"\{\{|\}\}", '"', (page / "template.html").read_text())
    quoted = set(re.findall(r'"([\w.-]+)"(?!:)', code))
    # Or built: say(f"compare.{name}", …), say(f"sum.setup{kind}", …)
    built = set(re.findall(r'f"([\w.-]+)\{', code))
    for key in {key for phrases in EVERY for key in phrases.table("en")}:
        stem = re.sub(r"\.one$", "", key)
        first = len(stem.partition(".")[0])
        begins = {stem[:k] for k in range(first, len(stem) + 1)}
        assert stem in quoted or begins & built, key


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.04401019587, "0.04401"),
        (10.0, "10"),
        (-0.5, "−0.5"),
        (1.23e-7, "1.23·10⁻⁷"),
        (0.0, "0"),
    ],
)
def test_a_measured_value_has_four_digits_and_a_true_minus(value, text):
    assert languages.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-1 / 16, "−1/16"),
        (2.0, "2"),
        (0.5, "1/2"),
        (0.1, "0.1"),
        (1.40948, "1.409"),
        (3e7, "3·10⁷"),
    ],
)
def test_a_weight_is_a_short_fraction_only_where_it_is_exactly_one(value, text):
    assert languages.weight(value) == text


def test_a_count_at_the_beginning_of_a_sentence_is_spelled_out():
    phrase = CAPTIONS["sum"]
    assert phrase("sum.setup", n=4).startswith("Four neurons")
    assert phrase("sum.setup", n=1).startswith("One neuron,")
    assert phrase("sum.setup", n=40).startswith("40 neurons")
    assert phrase("sum.setup", "de", n=4).startswith("Vier Neuronen")
