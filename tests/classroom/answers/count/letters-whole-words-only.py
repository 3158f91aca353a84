# cell: letters
# fails: letters-check, ten-spread
# Keeps only words that have no sign at all.
def by_letters(text):
    return [word for word in text.lower().split() if word.isalpha()]
