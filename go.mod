module escale

go 1.26

ignore ./frontend/node_modules

require github.com/paulmach/orb v0.14.0 // indirect
