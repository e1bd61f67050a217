"""Drives a served model, and MLflow's own server of the same model, with MLflow's own client, and prints what it got from each.

    python mlflow_client.py HOST:PORT HOST:PORT
"""

import json
import sys

import numpy as np
import pandas as pd
from mlflow.models import convert_input_example_to_serving_input
from mlflow.pyfunc.scoring_server.client import ScoringServerClient

# pandas has moments and no days, and no missing whole numbers but as fractions.
frame = pd.DataFrame(
    {
        "flag": [True, False, True],
        "whole": [1, -7, 9007199254740991],
        "real": [0.1, np.nan, 1e-300],
        "word": ["né", "", 'a "b", c'],
        "day": pd.to_datetime(["2024-01-31", "1969-12-31", None]),
        "moment": pd.to_datetime(["2024-01-31T12:30:00.123456Z", "1969-12-31T23:59:59.999Z", None]),
    }
)
# MLflow's own server takes moments without a zone alone.
without_zone = frame.assign(moment=frame["moment"].dt.tz_localize(None))


def records(answer):
    """The answers as plain records: missing values are None."""
    plain = answer.get_predictions().astype(object)
    return plain.where(plain.notna(), None).to_dict(orient="records")


def refusal(call):
    try:
        call()
    except Exception as error:
        return str(error)
    return None


def drive(address):
    host, port = address.rsplit(":", 1)
    client = ScoringServerClient(host, port)
    client.wait_server_ready(timeout=30)
    return {
        "version": client.get_version(),
        "frame": records(client.invoke(without_zone)),
        "reordered": records(client.invoke(without_zone[list(reversed(without_zone.columns))])),
        "indexed": records(client.invoke(without_zone.set_index(np.array([7, 8, 9])))),
        "filtered": records(client.invoke(without_zone[without_zone["flag"]])),
        "servingInput": records(client.invoke(convert_input_example_to_serving_input(without_zone.iloc[:2]))),
        "keyed": len(records(client.invoke(without_zone, params={"key": "customer 17"}))),
        "wrong": refusal(lambda: client.invoke(without_zone.assign(whole=["x", "y", "z"]))),
    }


def ours_alone(address):
    """What MLflow's own server refuses, and the one that is served does not."""
    host, port = address.rsplit(":", 1)
    client = ScoringServerClient(host, port)
    gaps = without_zone.assign(whole=[1, np.nan, 3])
    return {
        "zone": records(client.invoke(frame))[0]["moment again"],
        "gaps": [row["whole again"] for row in records(client.invoke(gaps))],
        "lists": len(records(client.invoke([[True, 1, 0.5, "a", "2024-01-31", "2024-01-31T12:30:00"]]))),
    }


ours, theirs = sys.argv[1:]
print(json.dumps({"ours": drive(ours), "theirs": drive(theirs), "alone": ours_alone(ours)}))
