# cell: rates
# fails: rates-check, chart-data, repair-check
# Divides by what stands between spaces, and finds words with signs on them nowhere.
def rates(word):
    found = {s: by_spaces("\n".join(paragraphs[number] for number in paragraphs if number[0] == s)) for s in "UST"}
    return {section: 1000 * words.count(word.lower()) / len(words) for section, words in found.items()}
