# cell: words
# fails: words-check
# Does not know the curved apostrophe.
def by_words(text):
    return re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+", text.lower())
