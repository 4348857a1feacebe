"""``python -m shibiao``."""

from shibiao.cli import main

if __name__ == "__main__":
    main()
