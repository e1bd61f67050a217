"""The features of bench/events.ts in pandas, as a practitioner would write them: windows that end before each row come from a
rolling window over events and rows together; what the last event says from merge_asof. There is one clock only: late
and corrected events would need a loop over the moments at which something became known.

    python events.py FOLDER
"""

import sys
from os.path import join

import numpy as np
import pandas as pd

folder = sys.argv[1]
events = pd.read_parquet(join(folder, "events.parquet"), columns=["customer", "created", "amount", "status"])
rows = pd.read_parquet(join(folder, "rows.parquet"))

events = events.rename(columns={"created": "moment"})
events["isEvent"] = 1.0
events["paid"] = events["amount"].where(events["status"] == "paid")
both = pd.concat([events, rows], ignore_index=True)
both = both.sort_values(["customer", "moment"], kind="stable", ignore_index=True)
isRow = both["place"].notna().to_numpy()

result = pd.DataFrame({"place": both.loc[isRow, "place"].astype(np.int64).to_numpy()})


def rolling(column, days):
    windows = both.set_index("moment").groupby("customer", sort=False)[column]
    return windows.rolling(f"{days}D", closed="left")


def keep(values):
    return values.to_numpy()[isRow]


def zero(values):
    return np.nan_to_num(keep(values))


for days in (7, 30, 90):
    result[f"n{days}"] = zero(rolling("isEvent", days).sum()).round().astype(np.int64)
for days in (7, 30):
    result[f"sum{days}"] = zero(rolling("amount", days).sum())
result["mean30"] = keep(rolling("amount", 30).mean())
result["min30"] = keep(rolling("amount", 30).min())
result["max30"] = keep(rolling("amount", 30).max())
result["paid30"] = zero(rolling("paid", 30).sum())
kinds = np.zeros(len(result), np.int64)
for status in events["status"].unique():
    both["one"] = (both["status"] == status).astype(np.float64)
    kinds += zero(rolling("one", 30).sum()).round() > 0
result["kinds30"] = kinds

last = pd.merge_asof(
    rows.sort_values("moment", kind="stable"),
    events[["customer", "moment", "amount"]].assign(happened=events["moment"]).sort_values("moment", kind="stable"),
    on="moment",
    by="customer",
    allow_exact_matches=False,
    tolerance=pd.Timedelta(days=90),
)
last["since90"] = (last["moment"] - last["happened"]) / pd.Timedelta(days=1)
result = result.merge(last[["place", "amount", "since90"]].rename(columns={"amount": "last90"}), on="place")
result.to_parquet(join(folder, "pandas.parquet"))
