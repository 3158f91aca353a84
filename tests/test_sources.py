"""Every way a source can be wrong has its own message, and the message names file, place and remedy."""

import hashlib
import shutil

import pytest

from closereading import sources


@pytest.fixture
def seeds(tmp_path):
    shutil.copytree(sources.SEEDS, tmp_path / "seeds")
    return tmp_path / "seeds"


@pytest.mark.parametrize("name", ["pamphlet", "article"])
def test_a_source_is_its_file(name):
    source = sources.load(name)
    raw = source.path.read_bytes()
    assert source.text.encode() == raw
    assert source.sha256 == hashlib.sha256(raw).hexdigest()
    assert source.title and source.author and source.licence


def damaged(seeds, change):
    path = seeds / "pamphlet.txt"
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(sources.SourceError) as caught:
        sources.load("pamphlet", seeds)
    assert "pamphlet.txt" in str(caught.value)
    assert "git checkout -- seeds/pamphlet.txt" in str(caught.value)
    return str(caught.value)


def test_one_byte_missing(seeds):
    message = damaged(seeds, lambda raw: raw[:-2] + raw[-1:])
    assert "is not the registered text" in message


def test_one_letter_changed_says_how_to_use_another_text(seeds):
    message = damaged(seeds, lambda raw: raw.replace(b"Alliance", b"alliance", 1))
    assert "from_text" in message and "sources.toml" in message


def test_windows_line_ends(seeds):
    message = damaged(seeds, lambda raw: raw.replace(b"\n", b"\r\n"))
    assert "Windows line ends (first in line 1)" in message


def test_byte_order_mark(seeds):
    assert "byte order mark" in damaged(seeds, lambda raw: b"\xef\xbb\xbf" + raw)


def test_not_utf8(seeds):
    message = damaged(seeds, lambda raw: raw.decode().encode("cp1252"))
    raw = (sources.SEEDS / "pamphlet.txt").read_text(encoding="utf-8")
    dash = raw.index("—")
    assert f"line {raw[:dash].count(chr(10)) + 1}" in message and "0x97" in message


@pytest.mark.parametrize("content", [b"", b" \n\n"])
def test_empty(seeds, content):
    assert "is empty" in damaged(seeds, lambda raw: content)


def test_missing(seeds):
    (seeds / "pamphlet.txt").unlink()
    with pytest.raises(sources.SourceError, match=r"pamphlet\.txt is missing.*git checkout"):
        sources.load("pamphlet", seeds)


def test_unknown_name():
    with pytest.raises(sources.SourceError, match=r"'manifesto'.*article, pamphlet"):
        sources.load("manifesto")


def test_no_register(tmp_path):
    with pytest.raises(sources.SourceError, match=r"sources\.toml is missing"):
        sources.load("pamphlet", tmp_path)


def test_broken_register(seeds):
    (seeds / "sources.toml").write_text("[pamphlet", encoding="utf-8")
    with pytest.raises(sources.SourceError, match="not a TOML file"):
        sources.load("pamphlet", seeds)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('author = "Mikhail Bakunin"', "", r"table \[pamphlet\]: missing: author"),
        ('author = "Mikhail Bakunin"', 'autor = "Mikhail Bakunin"', "missing: author; unknown: autor"),
        ('language = "en"', 'language = "en"\nname = "mine"', "unknown: name"),
        ('file = "pamphlet.txt"', "file = 3", "not text between quotation marks: file"),
        ("[pamphlet]", 'note = "mine"\n[pamphlet]', "'note' stands outside the tables"),
    ],
)
def test_a_register_that_is_not_as_it_should_be(seeds, old, new, message):
    register = (seeds / "sources.toml").read_text(encoding="utf-8")
    assert old in register
    (seeds / "sources.toml").write_text(register.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(sources.SourceError, match=message):
        sources.load("pamphlet", seeds)


def test_a_digest_in_capitals(seeds):
    register = (seeds / "sources.toml").read_text(encoding="utf-8")
    digest = sources.load("pamphlet", seeds).sha256
    (seeds / "sources.toml").write_text(register.replace(digest, digest.upper()), encoding="utf-8")
    assert sources.load("pamphlet", seeds).sha256 == digest


@pytest.mark.parametrize("name", ["pamphlet.txt", "sources.toml"])
def test_a_folder_in_place_of_a_file(seeds, name):
    (seeds / name).unlink()
    (seeds / name).mkdir()
    with pytest.raises(sources.SourceError, match=rf"{name} can't be read: .*git checkout"):
        sources.load("pamphlet", seeds)
