# cell: rates
# fails: rates-check, chart-data, repair-check
# Gives occurrences per hundred words.
def rates(word):
    found = {s: by_words("\n".join(paragraphs[number] for number in paragraphs if number[0] == s)) for s in "UST"}
    return {section: 100 * words.count(word.lower()) / len(words) for section, words in found.items()}
