# cell: bracketed
# fails: bracketed-test
# The right words, but their share of the whole booklet instead of their page.
words = pamphlet.tokens[pamphlet.tokens["is_word"]]
own = words[words["voice"] == "bracket"]
bracketed = {int(page): int(count) for page, count in own["page"].value_counts().items()}
share = max(bracketed.values()) / len(words)
