# cell: spaces
# fails: spaces-check, ten-spread
# Takes the signs off the words.
def by_spaces(text):
    return [word.strip(".,;:!?—()[]“”") for word in text.lower().split()]
