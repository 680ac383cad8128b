"""`python -m kpacite` is the `kpacite` command."""

from kpacite.interfaces.cli.main import main

if __name__ == "__main__":
    main()
