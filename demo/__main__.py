"""``python -m demo``: crawl the replica portals and show what came. ``python -m demo serve``: only serve them."""

import argparse
import sys
from collections.abc import Sequence

from demo.run import ARCHIVE, DemoError, run
from demo.server import PortalServer
from demo.sites import sites_of
from demo.world import DEFAULT_SEED, DEFAULT_YEARS, build


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("command", nargs="?", choices=("run", "serve"), default="run")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="what the replica portals are generated from")
    parser.add_argument(
        "--size", type=int, default=2, help="organs a portal, a report of each for every year (default: 2)"
    )
    parser.add_argument("--archive", default=ARCHIVE, help="where captures and index go (default: %(default)s)")
    return parser


def _serve(server: PortalServer) -> int:
    print(f"replica portals on 127.0.0.1:{server.port}; crawl them with -s CONNECT_TO=::127.0.0.1:{server.port}")
    try:
        server.wait()
    except KeyboardInterrupt:
        print("stopped")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; what a user can act on is one line on stderr and exit status 1."""
    args = _parser().parse_args(argv)
    try:
        world = build(args.seed, args.size, DEFAULT_YEARS)
        with PortalServer(sites_of(world), args.port) as server:
            if args.command == "serve":
                return _serve(server)
            return run(world, server.port, args.archive)
    except (ValueError, OSError, DemoError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
