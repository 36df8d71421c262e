"""Distances as people tell them: kilometres as the crow flies, minutes where a speed is set; pure.

Points are (latitude, longitude) in degrees of WGS 84.
"""

import math

from django.utils.translation import gettext as _

from vmeste.ground.ui.formatting import number

EARTH_KM = 6371.0088
DEGREE_KM = EARTH_KM * math.pi / 180
ROAD = 1.3  # roads are longer than the crow's way; the mean of studies of rural networks lies between 1.2 and 1.4
NEARLY_A_KM = 0.95
STEP_MINUTES = 5
Point = tuple[float, float]


def km_between(one: Point, other: Point) -> float:
    """Give the great-circle distance of two points in kilometres, by the haversine formula."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))  # rounding may go past the other side of the earth


def distance_words(km: float) -> str:
    """Write a distance: whole kilometres, hundreds of metres below one."""
    if km < NEARLY_A_KM:
        return _("%(metres)s m") % {"metres": max(100, round(km * 10) * 100)}
    return _("%(km)s km") % {"km": number(round(km))}


def minutes(km: float, speed: int) -> int:
    """Give how long a way takes at so many km/h by road, in steps of five minutes."""
    return max(STEP_MINUTES, STEP_MINUTES * math.ceil(km * ROAD / speed * 60 / STEP_MINUTES))


def way_words(km: float, speed: int) -> str:
    """Write a distance, with its minutes when a speed is set (0: none)."""
    if not speed:
        return distance_words(km)
    taken = minutes(km, speed)
    hours, rest = divmod(taken, 60)
    if not hours:
        time = _("%(minutes)s min") % {"minutes": rest}
    elif rest:
        time = _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    else:
        time = _("%(hours)s h") % {"hours": hours}
    return _("%(distance)s, about %(time)s") % {"distance": distance_words(km), "time": time}
