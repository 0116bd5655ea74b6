"""The model card, from manifest.json and evaluation.json."""


def write(folder, shared):
    pass
