# Earshot against a Kafka cluster: the commands process, simulate and watch in one image. The others
# (demo, train and what goes with it) are for a checkout.
#   docker build -t earshot .
#   docker run --rm earshot --help

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -pl stream-processor,producer-sim -am -DskipTests package

FROM eclipse-temurin:17-jre
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
# what is here is all there is: nothing to build it from, and nothing to build it with
ENV EARSHOT_BUILD=never
USER earshot
WORKDIR /var/lib/earshot
EXPOSE 8080
ENTRYPOINT ["/opt/earshot/earshot"]
CMD ["--help"]
