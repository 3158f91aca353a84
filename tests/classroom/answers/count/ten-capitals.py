# after: ten
# fails: ten-check
# Misses words that begin with a capital.
ten = {word: re.findall(r"[\w-]+", body).count(word) for word in TEN}
