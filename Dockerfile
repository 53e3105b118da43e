# The program in one image: the front end is built first, then embedded.
FROM node:20-bookworm-slim AS front
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --ignore-scripts
COPY frontend ./
RUN npm run build

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=front /src/frontend/dist frontend/dist
COPY --from=front /src/data/officiel data/officiel
RUN CGO_ENABLED=0 go build -trimpath -o /escale ./cmd/escale

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates postgresql-client && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 990 --home-dir /var/lib/escale --create-home escale
COPY --from=build /escale /usr/local/bin/escale
USER 990
ENV ESCALE_VAR=/var/lib/escale
EXPOSE 8080
CMD ["escale", "serve", "--load"]
