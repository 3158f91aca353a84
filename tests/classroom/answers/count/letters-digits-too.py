# cell: letters
# fails: letters-check
# Takes digits and underscores for letters.
def by_letters(text):
    return re.findall(r"\w+", text.lower())
