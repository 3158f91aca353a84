# cell: cut-words
# fails: cut-words-check
# Takes the half without a hyphen for a word.
cut_words = ["destructive", "remaining", "eventually", "oppression", "oretical", "humanistic", "impositions"]
