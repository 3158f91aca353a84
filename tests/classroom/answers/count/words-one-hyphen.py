# cell: words
# fails: words-check, rates-check
# Lets a word have one hyphen or apostrophe at most.
def by_words(text):
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)?|\d+", text.lower())
