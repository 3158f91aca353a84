# cell: words
# fails: words-check, rates-check
# Drops the numbers.
def by_words(text):
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text.lower())
