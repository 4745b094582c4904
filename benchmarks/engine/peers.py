"""Which peers this Python has: prints their versions as one JSON object, null for what is missing and a reason for what breaks."""

import importlib
import json
import platform


def version(name):
    try:
        return importlib.import_module(name).__version__
    except ModuleNotFoundError as error:
        return None if error.name == name else f"broken: {error}"
    except Exception as error:  # any failure of a peer to load is a fact to report
        return f"broken: {str(error).splitlines()[0] if str(error) else type(error).__name__}"


found = {name: version(name) for name in ("torch", "jax", "gymnasium", "stable_baselines3", "tensorboard")}
print(json.dumps({"python": platform.python_version(), **found}))
