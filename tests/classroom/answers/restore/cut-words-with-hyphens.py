# cell: cut-words
# fails: cut-words-check
# Keeps the hyphens.
cut_words = ["destruc-tive", "re-maining", "eventu-ally", "op-pression", "the-oretical", "humanis-tic", "imposi-tions"]
