# after: ten
# fails: ten-spread
# Compares two rules instead of three.
spread = {word: tuple(sorted((found[1][word], found[2][word]))) for word in TEN}
