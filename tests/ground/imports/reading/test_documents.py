"""JSON as offices and portals give it: lists, pages of an API, JSON Lines, GeoJSON; read in this process."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vmeste.ground.imports.reading.child import told
from vmeste.ground.imports.reading.faults import Unreadable
from vmeste.ground.imports.reading.found import Wish
from vmeste.ground.imports.reading.records import flat

Read = Callable[..., tuple[dict[str, Any], list[Any]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Give head and rows of a document."""

    def reading(document: Any, encoding: str = "utf-8", **wish: Any) -> tuple[dict[str, Any], list[Any]]:
        path = tmp_path / "document"
        text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
        path.write_bytes(text.encode(encoding))
        head, *rows, end = told(Wish(path=str(path), **wish))
        assert end == {"rows": len(rows)}
        assert isinstance(head, dict)
        return head, rows

    return reading


def table(read: Read, document: Any, **wish: Any) -> list[dict[str, str]]:
    head, rows = read(document, **wish)
    return [{name: cell for name, cell in zip(head["headings"], row[1], strict=True) if cell} for row in rows]


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **members}


def test_what_is_nested_gets_a_heading_with_its_way_and_lists_become_one_cell(read: Read) -> None:
    record = {
        "name": "Школа",
        "org": {"inn": 7718084659, "open": True},
        "phones": ["1", "2"],
        "levels": [{"n": "a"}, {"n": "b"}],
    }
    assert table(read, [record, {"name": "Музей", "none": None}]) == [
        {"name": "Школа", "org.inn": "7718084659", "org.open": "да", "phones": "1; 2", "levels.n": "a; b"},
        {"name": "Музей"},
    ]


def test_numbers_stay_as_they_are_written(read: Read) -> None:
    assert table(
        read, '[{"a": 1.50, "b": 1e3, "c": 123456789012345678901234567890, "d": 007.0}]'.replace("007", "7")
    ) == [{"a": "1.50", "b": "1e3", "c": "123456789012345678901234567890", "d": "7.0"}]


def test_the_longest_list_of_a_page_of_an_api_is_taken_and_another_can_be_chosen(read: Read) -> None:
    page = {"status": True, "data": {"count": 2, "list": [{"name": "a"}, {"name": "b"}]}, "links": [{"href": "/2"}]}
    head, rows = read(page)
    assert (head["format"], head["sheet"], head["sheets"]) == ("records", "data.list", ["data.list", "links"])
    assert [row[1] for row in rows] == [["a"], ["b"]]
    assert table(read, page, sheet="links") == [{"href": "/2"}]
    with pytest.raises(Unreadable, match="no_records"):
        read(page, sheet="data.none")


def test_texts_in_several_languages_get_a_column_each(read: Read) -> None:
    names = [{"lang": "en", "value": "School"}, {"lang": "ru", "value": "Школа"}, {"lang": "ru", "value": "Лицей"}]
    assert table(read, [{"names": names}]) == [{"names.en": "School", "names.ru": "Школа; Лицей", "name": "Школа"}]


def test_a_record_on_each_line_is_read_and_a_broken_line_is_told_in_its_place(read: Read) -> None:
    head, rows = read('{"name": "Школа"}\n\n{"name": \n[1]\n{"name": "Музей", "inn": 1}\n')
    assert head["headings"] == ["name", "inn"]
    assert [(row[0], row[2:]) for row in rows] == [(1, []), (3, ["no_record"]), (4, ["no_record"]), (5, [])]


def test_what_stands_between_records_and_is_none_is_told(read: Read) -> None:
    _head, rows = read([{"name": "a"}, None, 3, [1], {"name": "b"}])
    assert [row[2:] for row in rows] == [[], ["no_record"], ["no_record"], ["no_record"], []]


def test_a_list_of_lists_is_a_table(read: Read) -> None:
    head, rows = read([["Реестр", ""], ["Название", "ИНН"], ["Школа", 7718084659]])
    assert (head["header_row"], head["headings"]) == (2, ["Название", "ИНН"])
    assert rows == [[3, ["Школа", "7718084659"]]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_the_encoding_of_json_is_found_too(read: Read, encoding: str) -> None:
    assert read([{"name": "Средняя школа города"}], encoding)[1] == [[1, ["Средняя школа города"]]]


def test_a_long_line_is_no_other_encoding(read: Read) -> None:
    head, rows = read([{"name": "я" * 9_000_000}])
    assert (head["encoding"], rows[0][2]) == ("utf-8", "long_cell")


def test_halves_of_letters_are_told(read: Read) -> None:
    assert read('[{"name": "\\ud800a"}]')[1] == [[1, ["�a"], "letters"]]


def test_points_become_columns_with_the_system_the_file_names(read: Read) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32636"}}
    document = collection(feature({"type": "Point", "coordinates": [349292.23, 6656342.27]}, name="Лицей"), crs=crs)
    assert table(read, document) == [
        {
            "name": "Лицей",
            "geometry.x": "349292.23",
            "geometry.y": "6656342.27",
            "geometry.type": "Point",
            "geometry.crs": "EPSG:32636",
        }
    ]


def test_an_outline_becomes_its_middle_and_keeps_its_kind(read: Read) -> None:
    square = [[[30.0, 60.0], [30.0, 60.2], [30.4, 60.2], [30.4, 60.0], [30.0, 60.0]]]
    parts = [square, [[[30.0, 60.0]]]]
    line = {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}
    rows = table(
        read,
        collection(
            feature({"type": "Polygon", "coordinates": square}),
            feature({"type": "MultiPolygon", "coordinates": parts}),
            feature({"type": "MultiPoint", "coordinates": [[30, 60]]}),
            feature(line),
            feature({"type": "GeometryCollection", "geometries": [line, {"type": "Point", "coordinates": [4, 5]}]}),
        ),
    )
    middles = [(float(row["geometry.x"]), float(row["geometry.y"]), row["geometry.type"]) for row in rows]
    assert middles == [
        (pytest.approx(30.2), pytest.approx(60.1), "Polygon"),
        (pytest.approx(30.2), pytest.approx(60.1), "MultiPolygon"),
        (30, 60, "Point"),
        (2, 3, "LineString"),
        (3, 4, "GeometryCollection"),
    ]


def test_a_geometry_inside_a_record_is_one_too(read: Read) -> None:
    geo = {"type": "MultiPoint", "coordinates": [[37.479713392, 55.633015181]]}
    assert table(read, {"response": [{"Name": "Библиотека", "geoData": geo}]}) == [
        {"Name": "Библиотека", "geoData.x": "37.4797134", "geoData.y": "55.6330152", "geoData.type": "Point"}
    ]


@pytest.mark.parametrize(
    ("geometry", "shown"),
    [
        ('{"type": "Point", "coordinates": [NaN, Infinity]}', ("NaN", "Infinity")),
        ('{"type": "Point", "coordinates": [1e999, -1e999]}', ("1e999", "-1e999")),
        ('{"type": "Point", "coordinates": "x"}', ("?", "?")),
        ('{"type": "Point", "coordinates": []}', ("?", "?")),
        ('{"type": "Polygon", "coordinates": [[[NaN, 1], [Infinity, 2]]]}', ("?", "?")),
        ('{"type": "Polygon", "coordinates": {"a": [1, 2]}}', ("?", "?")),
        ('{"type": "GeometryCollection", "geometries": 5}', ("?", "?")),
        ('{"type": "Polygon", "coordinates": ' + "[" * 900 + "]" * 900 + "}", ("?", "?")),
    ],
)
def test_coordinates_that_are_none_are_shown_and_cost_only_themselves(
    read: Read, geometry: str, shown: tuple[str, str]
) -> None:
    place = f'{{"type": "Feature", "properties": {{"name": "a"}}, "geometry": {geometry}}}'
    (row,) = table(read, f'{{"type": "FeatureCollection", "features": [{place}]}}')
    assert (row["name"], row["geometry.x"], row["geometry.y"]) == ("a", *shown)


@pytest.mark.parametrize("document", ["{}", '{"a": 1}', '{"a": [1, 2]}', '{"Дмитриев-Льговский": "Дмитриев"}'])
def test_json_without_records_is_told(read: Read, document: str) -> None:
    with pytest.raises(Unreadable, match="no_records"):
        read(document)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "lang", "a", "б.в", ""]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(VALUES, min_size=1, max_size=5))
def test_no_document_ends_in_anything_but_rows_or_words(read: Read, records: list[Any]) -> None:
    try:
        head, rows = read({"list": records}, "utf-8")
    except Unreadable:
        return
    assert all(len(row[1]) == len(head["headings"]) for row in rows)


@pytest.mark.parametrize(
    ("names", "name"),
    [
        ([{"lang": None, "types": ["acronym"], "value": "ИКФИА"}, {"lang": "ru", "value": "Институт"}], "Институт"),
        ([{"lang": "en", "value": "Branch"}, {"lang": "fr", "types": ["ror_display"], "value": "Filiale"}], "Filiale"),
        ([{"lang": "en", "value": "Branch"}], "Branch"),
    ],
)
def test_a_record_that_lists_its_names_by_language_has_a_name(names: list[dict[str, Any]], name: str) -> None:
    assert flat({"id": 1, "names": names})["name"] == name
    assert flat({"name": "Школа", "names": names})["name"] == "Школа"


@pytest.mark.parametrize("names", [[], [1, None], [[]], {}, "a", [{"value": 1}]])
def test_names_that_say_nothing_break_nothing(names: Any) -> None:
    assert "name" not in flat({"id": 1, "names": names})
