"""Geometry of the map."""

import math

from hypothesis import assume, given
from hypothesis import strategies as st

from vmeste.gather.participants import picture
from vmeste.gather.participants.picture import Cluster, Frame, Window

lats = st.floats(-84, 84)
lons = st.floats(-179.9, 179.9)
inner = st.integers(1, picture.WORLD - 2)


@given(lats, lons)
def test_a_place_comes_back_from_its_position(lat: float, lon: float) -> None:
    back = picture.degrees(*picture.position(lat, lon))
    assert math.isclose(back[0], lat, abs_tol=1e-5)
    assert math.isclose(back[1], lon, abs_tol=1e-5)


def test_north_is_up_and_east_is_right() -> None:
    moscow, sochi, omsk = picture.position(55.75, 37.6), picture.position(43.6, 39.7), picture.position(54.99, 73.4)
    assert moscow[1] < sochi[1]
    assert moscow[0] < omsk[0]


@given(inner, inner, inner, inner)
def test_a_frame_holds_its_window_and_has_square_pixels(a: int, b: int, c: int, d: int) -> None:
    assume(a != c and b != d)
    window = Window(min(a, c), min(b, d), max(a, c), max(b, d))
    frame = picture.framed(window, 760, 540)
    across, down = frame.window.width / 760, frame.window.height / 540
    assert frame.window.left >= 0
    assert frame.window.right <= picture.WORLD
    assert math.isclose(across, down, rel_tol=0.05, abs_tol=1)


@given(st.integers(1, picture.WORLD))
def test_cells_bound_the_number_of_marks_at_every_height(width: int) -> None:
    frame = picture.framed(Window(0, 0, width, max(1, width * 540 // 760)), 760, 540)
    cell = picture.cell_of(frame, 36)
    assert cell & (cell - 1) == 0
    assert (frame.window.width / cell + 2) * (frame.window.height / cell + 2) <= 600


def test_marks_upon_each_other_become_one() -> None:
    frame = Frame(Window(0, 0, 7600, 5400), 760, 540)
    extent = Window(0, 0, 1, 1)
    near = [Cluster(5, 1000, 1000, extent, 1), Cluster(1, 1100, 1000, extent, 2), Cluster(1, 5000, 5000, extent, 3)]
    joined = picture.gathered(frame, near)
    assert sorted(one.count for one in joined) == [1, 6]


@given(st.floats(-70, 70), st.integers(10, 28))
def test_the_bar_of_the_scale_is_round_and_fits(lat: float, power: int) -> None:
    x, y = picture.position(lat, 40)
    half = 1 << power
    frame = picture.framed(picture.shifted(Window(x - half, y - half, x + half, y + half)), 760, 540)
    scale = picture.scale_of(frame)
    assert 0 < scale.pixels <= 161
    assert str(scale.metres)[0] in "125"
    assert set(str(scale.metres)[1:]) <= {"0"}


def test_names_do_not_cover_each_other() -> None:
    frame = Frame(Window(0, 0, 760, 540), 760, 540)
    kept = picture.apart([(300, 300, "Москва"), (310, 302, "Химки"), (500, 300, "Тула"), (2, 2, "Край")], frame)
    assert [text for _x, _y, text in kept] == ["Москва", "Тула"]


def test_a_name_stands_not_on_the_scale_nor_on_a_mark_unless_it_is_the_first() -> None:
    frame = Frame(Window(0, 0, 760_000, 540_000), 760, 540)
    cluster = Cluster(9, 300_000, 300_000, Window(0, 0, 1, 1), 1)
    marks = picture.marks(frame, [cluster])
    assert picture.apart([(700, 520, "Тула")], frame) == []
    assert len(picture.apart([(300, 300, "Москва")], frame, around=marks)) == 1
    assert len(picture.apart([(100, 100, "Тверь"), (300, 300, "Москва")], frame, around=marks)) == 1


@given(st.text(max_size=50))
def test_no_text_of_an_address_breaks_the_window(text: str) -> None:
    window = picture.read_window(text)
    assert window is None or picture.read_window(picture.write_window(window)) == window


@given(inner, inner, st.integers(9, 29))
def test_tiles_cover_the_picture_and_are_few(x: int, y: int, power: int) -> None:
    half = 1 << power
    frame = picture.framed(picture.shifted(Window(x - half, y - half, x + half, y + half)), 760, 540)
    found = picture.tiles(frame, "https://tiles.example.org/{z}/{x}/{y}.png")
    assert 1 <= len(found) <= 40
    assert min(tile.x for tile in found) <= 0.1
    assert max(tile.x + tile.side for tile in found) >= frame.pixels_wide - 0.1
    assert min(tile.y for tile in found) <= 0.1
    assert max(tile.y + tile.side for tile in found) >= frame.pixels_high - 0.1
    assert all("{" not in tile.href for tile in found)


def test_a_tile_is_the_one_that_others_know_by_its_number() -> None:
    x, y = picture.position(55.7558, 37.6173)  # zoom 10: column 618, row 320
    frame = picture.framed(Window(x - 524288, y - 524288, x + 524288, y + 524288), 256, 256)
    assert "https://t.example/10/618/320.png" in {
        tile.href for tile in picture.tiles(frame, "https://t.example/{z}/{x}/{y}.png")
    }
    assert picture.tiles(frame, "") == []
