# pip install --pre tflite-micro numpy; mvn -pl acoustics test-compile exec:java -Dexec.classpathScope=test \
#   -Dexec.mainClass=dev.earshot.acoustics.testing.GoldenNetworks -Dexec.args=DIR; python micro.py DIR > micro.csv
import pathlib
import sys

import numpy
from tflite_micro import runtime

for model in sorted(pathlib.Path(sys.argv[1]).glob("*.tflite")):
    interpreter = runtime.Interpreter.from_bytes(model.read_bytes())
    shape = interpreter.get_input_details(0)["shape"]
    outputs = []
    for values in numpy.fromfile(model.with_suffix(".inputs"), numpy.int8).reshape(-1, *shape):
        interpreter.set_input(values, 0)
        interpreter.invoke()
        outputs.append(int(interpreter.get_output(0).item()))
    print(*outputs, sep=",")
