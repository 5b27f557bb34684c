"""The five replica portals, one module each, all of our own writing."""

from collections.abc import Callable, Mapping

from demo.model import PortalWorld, World
from demo.resource import Site
from demo.sites import chengan, liaoning, maiji, shenyang, zhangping

_BUILDERS: Mapping[str, Callable[[World, PortalWorld], Site]] = {
    "liaoning": liaoning.site,
    "zhangping": zhangping.site,
    "maiji": maiji.site,
    "chengan": chengan.site,
    "shenyang": shenyang.site,
}


def sites_of(world: World) -> tuple[Site, ...]:
    """Every portal of the world as a site; pages are made only when they are asked for."""
    return tuple(_BUILDERS[portal.name](world, portal) for portal in world.portals)
