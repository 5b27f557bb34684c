"""All replicas by name. Each call builds them anew: hostile ones remember whom they have seen."""

from collections.abc import Callable, Mapping

from tests.support.replicas import (
    hostile_columns,
    hostile_portals,
    portal_accordion,
    portal_cursor,
    portal_dedecms,
    portal_drupal,
    portal_epoint,
    portal_framed,
    portal_gkmlpt_city,
    portal_gongkai,
    portal_hanweb_annual,
    portal_hanweb_datastore,
    portal_hanweb_jpaas,
    portal_hanweb_xxgk,
    portal_hebei,
    portal_ilist,
    portal_jeecms,
    portal_layui,
    portal_leiming,
    portal_liferay,
    portal_loadmore,
    portal_longsun,
    portal_openness,
    portal_pages_router,
    portal_phpcms,
    portal_platform,
    portal_scripted,
    portal_selects,
    portal_setpage,
    portal_siteserver,
    portal_subsites,
    portal_trs_boxed,
    portal_trs_city,
    portal_trs_plain,
    portal_trs_records,
    portal_truecms,
    portal_ucap_post,
    portal_ucap_search,
    portal_ucap_static,
    portal_vsb_county,
    portal_was_search,
    portal_webforms,
    portal_wordpress,
)
from tests.support.replicas.model import Replica
from tests.support.replicas.random_portal import random_portal

ORDINARY: Mapping[str, Callable[[], Replica]] = {
    "trs_city": portal_trs_city.build,
    "trs_records": portal_trs_records.build,
    "trs_boxed": portal_trs_boxed.build,
    "trs_plain": portal_trs_plain.build,
    "was_search": portal_was_search.build,
    "ucap_static": portal_ucap_static.build,
    "ucap_search": portal_ucap_search.build,
    "ucap_post": portal_ucap_post.build,
    "hanweb_datastore": portal_hanweb_datastore.build,
    "hanweb_jpaas": portal_hanweb_jpaas.build,
    "hanweb_xxgk": portal_hanweb_xxgk.build,
    "hanweb_annual": portal_hanweb_annual.build,
    "truecms": portal_truecms.build,
    "epoint": portal_epoint.build,
    "vsb_county": portal_vsb_county.build,
    "gkmlpt_city": portal_gkmlpt_city.build,
    "longsun": portal_longsun.build,
    "openness": portal_openness.build,
    "hebei": portal_hebei.build,
    "ilist": portal_ilist.build,
    "leiming": portal_leiming.build,
    "framed": portal_framed.build,
    "scripted": portal_scripted.build,
    "setpage": portal_setpage.build,
    "gongkai": portal_gongkai.build,
    "jeecms": portal_jeecms.build,
    "dedecms": portal_dedecms.build,
    "phpcms": portal_phpcms.build,
    "webforms": portal_webforms.build,
    "siteserver": portal_siteserver.build,
    "wordpress": portal_wordpress.build,
    "drupal": portal_drupal.build,
    "cursor": portal_cursor.build,
    "selects": portal_selects.build,
    "liferay": portal_liferay.build,
    "subsites": portal_subsites.build,
    "loadmore": portal_loadmore.build,
}

# Portals whose lists are reached through scripts alone: no static reading of theirs proves them sound.
BY_SCRIPT: Mapping[str, Callable[[], Replica]] = {
    "accordion": portal_accordion.build,
    "layui": portal_layui.build,
    "pages_router": portal_pages_router.build,
    "platform": portal_platform.build,
}

HOSTILE: Mapping[str, Callable[[], Replica]] = {**hostile_portals.HOSTILE, **hostile_columns.HOSTILE}


def replica(name: str) -> Replica:
    """The replica of this name (``random_7``: the portal of seed 7); raises KeyError where there is none."""
    before, _, seed = name.partition("_")
    if before == "random" and seed.isdigit():
        return random_portal(int(seed))
    return {**ORDINARY, **BY_SCRIPT, **HOSTILE}[name]()


def ordinary() -> tuple[Replica, ...]:
    """Every ordinary portal."""
    return tuple(build() for build in ORDINARY.values())


def hostile() -> tuple[Replica, ...]:
    """Every hostile portal."""
    return tuple(build() for build in HOSTILE.values())


def drawn() -> tuple[Replica, ...]:
    """The ten random portals that are measured."""
    return tuple(random_portal(seed) for seed in range(1, 11))
