# after: ten
# fails: ten-check
# Counts the first section only.
first = [word for number, text in paragraphs.items() if number[0] == "U" for word in by_words(text)]
ten = {word: first.count(word) for word in TEN}
