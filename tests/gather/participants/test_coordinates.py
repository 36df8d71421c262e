"""Systems of coordinates beside what PROJ 9 (pyproj 3.7.2) gives for the same places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmeste.gather.participants.coordinates import (
    COUNTRY,
    DEGREES,
    LOCAL,
    MERCATOR,
    SWAPPED,
    SYSTEMS,
    Box,
    box_around,
    find_system,
    in_degrees,
    may_be_local,
    may_be_placed,
    named_system,
    number,
    pair,
)  # fmt: skip

NEAR = 1e-8  # degrees: about a millimetre

UTM = [
    (59.9386, 30.3141, 36, 349936.584, 6647618.287),
    (59.9386, 30.3141, 35, 685143.797, 6649209.485),
    (55.7522, 37.6156, 37, 413109.453, 6179368.472),
    (43.1155, 131.8855, 52, 734758.014, 4777683.039),
    (68.9707, 33.0749, 36, 502999.554, 7651096.894),
    (64.7337, 177.4968, 60, 523660.210, 7178869.275),
    (66.1593, -169.8064, 2, 553832.655, 7338179.166),
    (54.7104, 20.4522, 34, 464706.278, 6062703.514),
]
WEB = [
    (59.9386, 30.3141, 3374550.176, 8386080.525),
    (55.7522, 37.6156, 4187349.438, 7509243.011),
    (43.1155, 131.8855, 14681426.703, 5329568.681),
    (71.6360, 128.8648, 14345163.917, 11623322.784),
]


@pytest.mark.parametrize(("lat", "lon", "zone", "east", "north"), UTM)
def test_metres_of_utm_become_the_degrees_that_proj_gives(
    lat: float, lon: float, zone: int, east: float, north: float
) -> None:
    assert in_degrees(f"epsg:326{zone:02}", (north, east)) == pytest.approx((lat, lon), abs=NEAR)


@pytest.mark.parametrize(("lat", "lon", "east", "north"), WEB)
def test_metres_of_web_mercator_become_the_degrees_that_proj_gives(
    lat: float, lon: float, east: float, north: float
) -> None:
    assert in_degrees(MERCATOR, (north, east)) == pytest.approx((lat, lon), abs=NEAR)


def test_numbers_that_cannot_be_of_a_system_have_no_place_in_it() -> None:
    assert in_degrees(DEGREES, (6178000, 412000)) is None
    assert in_degrees(DEGREES, (0, 0)) is None, "that is the point of those who have none"
    assert in_degrees(MERCATOR, (29808, -9235)) is None
    assert in_degrees("epsg:32636", (29808, -9235)) is None
    assert in_degrees(LOCAL, (55.7, 37.6)) is None


@given(st.sampled_from(SYSTEMS), st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False))
def test_whatever_is_converted_is_on_earth(system: str, north: float, east: float) -> None:
    place = in_degrees(system, (north, east))
    assert place is None or (abs(place[0]) <= 90 and abs(place[1]) <= 180)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("55.75", 55.75), ("55,75", 55.75), (" 55,75 ", 55.75), ("4 178 895,09", 4178895.09),
        ("-9235,693197", -9235.693197),
        ("55°45′21″", 55.755833), ("55° 45' 21\" N", 55.755833), ("37°30' W", -37.5), ("55°45′ с.ш.", None),
        ("NaN", None), ("inf", None), ("1e999", None), ("1_000", None), ("дом 5", None), ("", None), ("?", None),
    ],
)  # fmt: skip
def test_a_coordinate_is_read_however_it_is_written(text: str, value: float | None) -> None:
    assert number(text) == (value if value is None else pytest.approx(value, abs=1e-6))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("POINT (4178895.0962999985 7518703.4086000025)", (7518703.4086000025, 4178895.0962999985)),
        ("SRID=4326;POINT(37.6 55.7)", (55.7, 37.6)),
        ("POINT Z (37.6 55.7 120)", (55.7, 37.6)),
        ("55.75, 37.61", (55.75, 37.61)),
        ("55.75,37.61", (55.75, 37.61)),
        ("55,75; 37,61", (55.75, 37.61)),
        ("55,75 37,61", (55.75, 37.61)),
        ("[59.94, 30.33]", (59.94, 30.33)),
        ("POINT EMPTY", None),
        ("ул. Мира, 5", None),
        ("1, 2, 3", None),
        ("", None),
    ],
)
def test_two_coordinates_in_one_cell_are_read(text: str, found: tuple[float, float] | None) -> None:
    assert pair(text) == found


@given(st.text(max_size=40))
def test_no_cell_breaks_the_reading(text: str) -> None:
    number(text)
    pair(text)
    assert not (may_be_placed(text) and may_be_local(text))


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("EPSG:32636", "epsg:32636"), ("urn:ogc:def:crs:EPSG::3857", MERCATOR), ("3857", MERCATOR),
        ("EPSG:4326", DEGREES),
        ("EPSG:28407", LOCAL), ("МСК-50", LOCAL), ("", ""),
    ],
)  # fmt: skip
def test_a_system_is_known_by_its_name(name: str, system: str) -> None:
    assert named_system(name) == system


TVER = [(56.86 + step / 100, 35.90 + step / 100) for step in range(10)]
AROUND_TVER = Box(55.5, 30.0, 58.9, 38.5)


def test_the_system_is_the_one_in_which_the_places_are_inhabited() -> None:
    assert find_system(TVER, AROUND_TVER.holds, zones=True) == DEGREES
    assert find_system([(lon, lat) for lat, lon in TVER], AROUND_TVER.holds, zones=True) == SWAPPED
    assert (
        find_system([(7773000 + step, 3996000 + step) for step in range(10)], AROUND_TVER.holds, zones=True) == MERCATOR
    )
    assert (
        find_system([(6304000 + step, 311000 + step) for step in range(10)], AROUND_TVER.holds, zones=True)
        == "epsg:32637"
    )


def test_zones_are_not_guessed_where_the_region_is_unknown() -> None:
    metres = [(6304000 + step, 311000 + step) for step in range(10)]
    assert find_system(metres, COUNTRY.holds, zones=False) == LOCAL


def test_numbers_of_a_local_grid_are_told_as_such() -> None:
    assert find_system([(29808.28, -9235.69), (4080.31, 21786.65)], COUNTRY.holds, zones=True) == LOCAL
    assert find_system([], COUNTRY.holds, zones=True) == ""


def test_degrees_where_nobody_lives_stay_degrees() -> None:
    assert find_system([(-33.9, 18.4)] * 3, COUNTRY.holds, zones=False) == DEGREES


def test_a_region_beyond_the_180th_meridian_has_one_box() -> None:
    box = box_around([(64.7, 177.5), (66.2, -169.8)])
    assert box is not None
    assert box.holds(65.5, 179.9)
    assert box.holds(65.5, -175.0)
    assert not box.holds(65.5, 37.6)
    assert box_around([]) is None
