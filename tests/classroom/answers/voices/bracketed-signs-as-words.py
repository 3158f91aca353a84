# cell: bracketed
# fails: bracketed-test
# Takes every token for a word, the brackets and stops too.
own = pamphlet.tokens[pamphlet.tokens["voice"] == "bracket"]
bracketed = {int(page): int(count) for page, count in own["page"].value_counts().items()}
share = bracketed[17] / int((pamphlet.tokens["page"] == 17).sum())
