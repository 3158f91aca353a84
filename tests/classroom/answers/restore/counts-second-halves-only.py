# after: counts
# fails: counts-words, counts-ghosts
# Counts only the beginnings of stretches among the ghosts, and each cut word twice.
ghosts = {words(stretches[letter])[0] for letter in reading_order[1:]} & ghosts
before = after + 2 * len(cut_words)
