"""Drives a served model with Triton's own client and prints what it got, as one JSON document.

    python triton_client.py HOST:PORT MODEL COLUMNS_ADDRESS COLUMNS_MODEL

The first model gives back columns of every type, the second has number columns `a` and `b` alone.
"""

import json
import sys

import ml_dtypes
import numpy as np
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException, np_to_triton_dtype

address, model, numbers_address, numbers_model = sys.argv[1:]
client = triton.InferenceServerClient(url=address)
numbers = triton.InferenceServerClient(url=numbers_address)


def plain(array):
    """A numpy array as plain lists: NaN as the text "NaN", bytes as text."""
    if array is None:
        return None

    def one(value):
        if isinstance(value, bytes):
            return value.decode("utf-8")
        if isinstance(value, float) and np.isnan(value):
            return "NaN"
        return value

    return [one(value) for value in array.ravel().tolist()]


def tensor(name, array, binary, datatype=None):
    made = triton.InferInput(name, list(array.shape), datatype or np_to_triton_dtype(array.dtype))
    made.set_data_from_numpy(array, binary_data=binary)
    return made


def refusal(call):
    """The status and the message with which a call is refused."""
    try:
        call()
    except InferenceServerException as error:
        return {"status": error.status(), "message": error.message()}
    return None


def texts(*values):
    return np.array(values, dtype=np.object_)


def every_type(binary):
    return [
        tensor("flag", np.array([True, False]), binary),
        tensor("whole", np.array([2**53 - 1, -7], dtype=np.int64), binary),
        tensor("real", np.array([0.1, np.nan if binary else 1e-300]), binary),
        tensor("word", texts("né", ""), binary),
        tensor("day", texts("2024-01-31", "1969-12-31"), binary),
        tensor("moment", texts("2024-01-31T12:30:00Z", "1969-12-31T23:59:59.999Z"), binary),
    ]


names = ["flag", "whole", "real", "word", "day", "moment"]


def infer(inputs, asked=None, **options):
    outputs = None if asked is None else [triton.InferRequestedOutput(f"{n} again", binary_data=asked) for n in names]
    result = client.infer(model, inputs, outputs=outputs, **options)
    return {
        "id": result.get_response().get("id"),
        "version": result.get_response().get("model_version"),
        "values": {name: plain(result.as_numpy(f"{name} again")) for name in names},
        "dtypes": {name: str(result.as_numpy(f"{name} again").dtype) for name in names},
    }


document = {
    "live": client.is_server_live(),
    "ready": client.is_server_ready(),
    "modelReady": client.is_model_ready(model),
    "otherModelReady": client.is_model_ready("other"),
    "server": client.get_server_metadata(),
    "model": client.get_model_metadata(model),
    "index": client.get_model_repository_index(),
}
version = document["model"]["versions"][0]
document["version"] = version
document["versionReady"] = client.is_model_ready(model, version)
document["otherVersionReady"] = client.is_model_ready(model, "99")
document["versionModel"] = client.get_model_metadata(model, version)["versions"]

document["json"] = infer(every_type(False), asked=False, request_id="row 17")
document["binary"] = infer(every_type(True), asked=True)
document["byDefault"] = infer(every_type(True))
document["versioned"] = infer(every_type(False), model_version=version)["version"]
document["mixed"] = infer([*every_type(True)[:2], *every_type(False)[2:]])["values"]
document["keyed"] = infer(every_type(True), parameters={"key": "customer 17"})["version"]

# A column whose tensor is left out is missing: NaN as a number, None as a text.
missing = client.infer(model, every_type(True)[1:2])
document["missing"] = {
    "real": plain(missing.as_numpy("real again")),
    "word": missing.as_numpy("word again").tolist(),
}

document["widths"] = {}
for dtype in ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]:
    for binary in [True, False]:
        array = np.array([7, 100], dtype=dtype)
        got = client.infer(model, [tensor("whole", array, binary)]).as_numpy("whole again").tolist()
        document["widths"][f"{dtype} {'binary' if binary else 'json'}"] = got
for dtype, binary in [("float16", True), ("float32", True), ("float32", False), ("float64", False)]:
    got = client.infer(model, [tensor("real", np.array([0.1], dtype=dtype), binary)]).as_numpy("real again")
    document["widths"][f"{dtype} {'binary' if binary else 'json'}"] = [
        got.tolist()[0] == float(np.array([0.1], dtype=dtype)[0])
    ]
bfloat = client.infer(model, [tensor("real", np.array([-3.140625], dtype=ml_dtypes.bfloat16), True, "BF16")])
document["widths"]["bfloat16 binary"] = bfloat.as_numpy("real again").tolist()

many = np.arange(2000, dtype=np.int64)
document["packed"] = {}
for request in [None, "gzip", "deflate"]:
    for response in [None, "gzip", "deflate"]:
        result = client.infer(
            model,
            [tensor("whole", many, True)],
            request_compression_algorithm=request,
            response_compression_algorithm=response,
        )
        document["packed"][f"{request} {response}"] = bool((result.as_numpy("whole again") == many).all())

matrix = np.array([[0.5, 1], [np.nan, 2], [1e300, 3]])
document["matrix"] = {}
for name, binary, array in [
    ("float64 binary", True, matrix),
    ("float32 binary", True, matrix[:2].astype(np.float32)),
    ("float64 json", False, matrix[[0, 2]]),
]:
    result = numbers.infer(numbers_model, [tensor("X", array, binary)])
    document["matrix"][name] = [plain(result.as_numpy(f"{column} again")) for column in ["a", "b"]]

asynchronous = [client.async_infer(model, [tensor("whole", np.array([at]), True)]) for at in range(20)]
document["asynchronous"] = [one.get_result().as_numpy("whole again").tolist()[0] for one in asynchronous]

one = [tensor("whole", np.array([1]), True)]
document["refusals"] = {
    "model": refusal(lambda: client.infer("other", one)),
    "version": refusal(lambda: client.infer(model, one, model_version="99")),
    "output": refusal(lambda: client.infer(model, one, outputs=[triton.InferRequestedOutput("whale again")])),
    "column": refusal(lambda: client.infer(model, [tensor("whale", np.array([1]), True)])),
    "type": refusal(lambda: client.infer(model, [tensor("word", np.array([1]), True)])),
    "large": refusal(lambda: client.infer(model, [tensor("whole", np.array([2**53]), True)])),
    "largeJson": refusal(lambda: client.infer(model, [tensor("whole", np.array([2**53 + 1]), False)])),
    "half": refusal(lambda: client.infer(model, [tensor("real", np.array([0.1], dtype=np.float16), False)])),
    "classes": refusal(
        lambda: client.infer(model, one, outputs=[triton.InferRequestedOutput("whole again", class_count=2)])
    ),
    "sequence": refusal(lambda: client.infer(model, one, sequence_id=7, sequence_start=True)),
    "load": refusal(lambda: client.load_model(model)),
    "unload": refusal(lambda: client.unload_model(model)),
    "config": refusal(lambda: client.get_model_config(model)),
    "statistics": refusal(lambda: client.get_inference_statistics(model)),
    "memory": refusal(lambda: client.get_system_shared_memory_status()),
    "logging": refusal(lambda: client.get_log_settings()),
    "unknownPath": refusal(lambda: client.get_inference_statistics()),
}
print(json.dumps(document))
