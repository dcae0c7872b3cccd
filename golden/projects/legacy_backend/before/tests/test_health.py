"""The report names both parts, whatever it says of them."""

from netra_backend.app.services import health


def test_report_names_both_parts():
    assert set(health.report()) == {"factory", "engine"}
