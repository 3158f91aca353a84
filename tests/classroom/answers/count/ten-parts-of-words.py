# after: ten
# fails: ten-check
# Finds the words inside other words too.
ten = {word: body.lower().count(word) for word in TEN}
