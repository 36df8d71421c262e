"""What every test may use; the pieces live in `tests/kit`, one file per thing."""

pytest_plugins = [
    "tests.kit.databases",
    "tests.kit.honesty",
    "tests.kit.people",
    "tests.kit.reading",
    "tests.kit.mail",
    "tests.kit.browser",
    "tests.kit.product",
    "tests.kit.office",
]
