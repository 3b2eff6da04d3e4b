# Earshot against a Kafka cluster: the commands process, simulate and watch in one image. The others
# (demo, train and what goes with it) are for a checkout.
#   docker build -t earshot .
#   docker run --rm earshot --help

# For a release, give both images by digest: --build-arg BUILD_IMAGE=maven@sha256:... (docs/security.md)
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-17
ARG RUN_IMAGE=eclipse-temurin:17-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -Psbom -pl stream-processor,producer-sim -am -DskipTests package

FROM ${RUN_IMAGE}
# curl: what the health check of docker-compose.yml asks with
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /var/lib/earshot --uid 10001 earshot
WORKDIR /opt/earshot
COPY --from=build /src/earshot ./
COPY --from=build /src/stream-processor/target/quarkus-app stream-processor/target/quarkus-app
COPY --from=build /src/producer-sim/target/earshot-producer-sim-*.jar producer-sim/target/
COPY --from=build /src/producer-sim/target/lib producer-sim/target/lib
# what is in the image
COPY --from=build /src/target/earshot-sbom.json ./
# what is here is all there is: nothing to build it from, and nothing to build it with
ENV EARSHOT_BUILD=never
USER earshot
WORKDIR /var/lib/earshot
EXPOSE 8080 9000
ENTRYPOINT ["/opt/earshot/earshot"]
CMD ["--help"]
