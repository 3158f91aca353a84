# cell: rates
# fails: rates-check, chart-data, repair-check
# Takes the mean of the paragraphs' rates, as if all were of one length.
def rates(word):
    per = {"U": [], "S": [], "T": []}
    for number, text in paragraphs.items():
        per[number[0]].append(1000 * by_words(text).count(word.lower()) / len(by_words(text)))
    return {section: sum(values) / len(values) for section, values in per.items()}
