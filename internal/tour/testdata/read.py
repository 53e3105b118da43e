"""Reads a calendar on standard input with Debian's python3-icalendar, and says
as JSON what it understood: the second, independent reader of the tests."""
import json
import sys

import icalendar
import pytz

calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
# The zones as the file describes them, rather than as this machine knows them.
described = {str(z["TZID"]): z.to_tz() for z in calendar.walk("VTIMEZONE")}


def instants(prop):
    """The instant of a local time: by this machine's zone, and by the file's."""
    if "TZID" not in prop.params:
        raise ValueError("no TZID")
    wall, name = prop.dt.replace(tzinfo=None), prop.params["TZID"]
    return [zone.localize(wall).astimezone(pytz.utc).isoformat() for zone in (pytz.timezone(name), described[name])]


def event(e):
    return {
        "uid": str(e["UID"]),
        "sequence": int(e["SEQUENCE"]),
        "summary": str(e["SUMMARY"]),
        "description": str(e.get("DESCRIPTION", "")),
        "location": str(e.get("LOCATION", "")),
        "url": str(e.get("URL", "")),
        "status": str(e["STATUS"]),
        "transp": str(e["TRANSP"]),
        "start": instants(e["DTSTART"]),
        "end": instants(e["DTEND"]),
        "stamp": e["DTSTAMP"].dt.isoformat(),
        "modified": e["LAST-MODIFIED"].dt.isoformat(),
        "geo": e["GEO"].to_ical() if "GEO" in e else "",
        "properties": sorted(e.keys()),
        "errors": [str(x) for x in e.errors],
    }


json.dump({
    "name": str(calendar["X-WR-CALNAME"]),
    "properties": sorted(calendar.keys()),
    "components": [c.name for c in calendar.subcomponents],
    "events": [event(e) for e in calendar.walk("VEVENT")],
}, sys.stdout)
