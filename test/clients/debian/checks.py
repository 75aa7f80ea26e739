"""What the Python clients share: how a check is told."""
import re

KAZAKH = re.compile("[әғқңөұүһі]")
RUSSIAN = re.compile("^[^әғқңөұүһі]*[а-я][^әғқңөұүһі]*$", re.S)


def check(name, got, expected):
    if got == expected:
        print("ok -", name)
    else:
        print("not ok -", name, "# got", repr(got), "and not", repr(expected))


def skip(name, reason):
    print("ok -", name, "# SKIP", reason)
