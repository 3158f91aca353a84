# cell: spaces
# fails: spaces-check
# Cuts at each single space, and at no line end.
def by_spaces(text):
    return text.lower().split(" ")
