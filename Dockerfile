# A sandbox of JourneyBee, from the wheel of this checkout:
#   docker build -t journeybee-sandbox . && docker run --rm -p 127.0.0.1:8000:8000 journeybee-sandbox
FROM python:3.13-slim AS wheel
WORKDIR /source
COPY . .
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheel .

FROM python:3.13-slim
COPY --from=wheel /wheel /wheel
COPY constraints.txt /wheel/
RUN python -m pip install --no-cache-dir --constraint /wheel/constraints.txt "$(ls /wheel/*.whl)[sandbox]" \
    && rm -r /wheel \
    && useradd --no-create-home --uid 10001 sandbox
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/_sandbox', timeout=4)"]
ENTRYPOINT ["python", "-m", "journeybee.sandbox", "--host", "0.0.0.0", "--port", "8000"]
