# cell: letters
# fails: letters-check
# Knows no letters but a to z.
def by_letters(text):
    return re.findall("[a-z]+", text.lower())
