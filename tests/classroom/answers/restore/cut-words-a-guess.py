# cell: cut-words
# fails: cut-words-check
# Finds the six with a hyphen, and guesses the seventh.
cut_words = ["destructive", "remaining", "eventually", "oppression", "bewildered", "humanistic", "impositions"]
