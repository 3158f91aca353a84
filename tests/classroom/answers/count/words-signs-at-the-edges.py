# cell: words
# fails: words-check, ten-check, rates-check, dp-of-check
# Lets hyphens and apostrophes stand at the edges of words.
def by_words(text):
    return re.findall(r"[\w'’-]+", text.lower())
