//! The control plane.

use api_types::server::control::{
    Api, BadRequestHeaders, CatalogModelRefusedHeaders, ConflictHeaders,
    CreateArtifactCreatedHeaders, CreateArtifactRequest, CreateArtifactResponse,
    CreateCatalogModelCreatedHeaders, CreateCatalogModelRequest, CreateCatalogModelResponse,
    DrainPoolAcceptedHeaders, DrainPoolRequest, DrainPoolResponse, ErrorHeaders,
    GetArtifactOkHeaders, GetArtifactRequest, GetArtifactResponse, GetCapabilitiesOkHeaders,
    GetCapabilitiesRequest, GetCapabilitiesResponse, GetCatalogModelOkHeaders,
    GetCatalogModelRequest, GetCatalogModelResponse, GetPoolHealthOkHeaders, GetPoolHealthRequest,
    GetPoolHealthResponse, NotFoundHeaders, ReloadPoolAcceptedHeaders, ReloadPoolRequest,
    ReloadPoolResponse, SetCatalogModelStateAcceptedHeaders, SetCatalogModelStateRequest,
    SetCatalogModelStateResponse, VerifyCatalogModelAcceptedHeaders, VerifyCatalogModelRequest,
    VerifyCatalogModelResponse,
};

use super::Http;
use super::answer::{control_envelope as envelope, correlation, refused};

impl Api for Http {
    async fn get_capabilities(&self, request: GetCapabilitiesRequest) -> GetCapabilitiesResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        GetCapabilitiesResponse::Ok {
            headers: GetCapabilitiesOkHeaders { x_correlation_id },
            body: self.orchestrator.capabilities(),
        }
    }

    async fn drain_pool(&self, request: DrainPoolRequest) -> DrainPoolResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self
            .orchestrator
            .drain(&request.id, request.body.deadline_ms)
        {
            Ok(()) => DrainPoolResponse::Accepted {
                headers: DrainPoolAcceptedHeaders { x_correlation_id },
            },
            Err(refusal) => {
                refused!(DrainPoolResponse, refusal, envelope(&refusal), x_correlation_id, {
                    400 => BadRequest(BadRequestHeaders),
                    404 => NotFound(NotFoundHeaders),
                })
            }
        }
    }

    async fn reload_pool(&self, request: ReloadPoolRequest) -> ReloadPoolResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self
            .orchestrator
            .reload(&request.id, &request.body.new_model_ref)
        {
            Ok(()) => ReloadPoolResponse::Accepted {
                headers: ReloadPoolAcceptedHeaders { x_correlation_id },
            },
            Err(refusal) => {
                refused!(ReloadPoolResponse, refusal, envelope(&refusal), x_correlation_id, {
                    400 => BadRequest(BadRequestHeaders),
                    404 => NotFound(NotFoundHeaders),
                    409 => Conflict(ConflictHeaders),
                })
            }
        }
    }

    async fn get_pool_health(&self, request: GetPoolHealthRequest) -> GetPoolHealthResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self.orchestrator.pool_health(&request.id) {
            Ok(body) => GetPoolHealthResponse::Ok {
                headers: GetPoolHealthOkHeaders { x_correlation_id },
                body,
            },
            Err(refusal) => {
                refused!(GetPoolHealthResponse, refusal, envelope(&refusal), x_correlation_id, {
                    404 => NotFound(NotFoundHeaders),
                })
            }
        }
    }

    async fn create_artifact(&self, request: CreateArtifactRequest) -> CreateArtifactResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self.orchestrator.create_artifact(request.body) {
            Ok(body) => CreateArtifactResponse::Created {
                headers: CreateArtifactCreatedHeaders { x_correlation_id },
                body,
            },
            Err(refusal) => {
                refused!(CreateArtifactResponse, refusal, envelope(&refusal), x_correlation_id, {
                    400 => BadRequest(BadRequestHeaders),
                })
            }
        }
    }

    async fn get_artifact(&self, request: GetArtifactRequest) -> GetArtifactResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self.orchestrator.artifact(&request.id) {
            Ok(body) => GetArtifactResponse::Ok {
                headers: GetArtifactOkHeaders { x_correlation_id },
                body,
            },
            Err(refusal) => {
                refused!(GetArtifactResponse, refusal, envelope(&refusal), x_correlation_id, {
                    404 => NotFound(NotFoundHeaders),
                })
            }
        }
    }

    async fn create_catalog_model(
        &self,
        request: CreateCatalogModelRequest,
    ) -> CreateCatalogModelResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self.orchestrator.create_model(request.body) {
            Ok(body) => CreateCatalogModelResponse::Created {
                headers: CreateCatalogModelCreatedHeaders { x_correlation_id },
                body,
            },
            Err(refusal) => {
                refused!(CreateCatalogModelResponse, refusal, envelope(&refusal), x_correlation_id, {
                    400 => BadRequest(CatalogModelRefusedHeaders),
                })
            }
        }
    }

    async fn get_catalog_model(&self, request: GetCatalogModelRequest) -> GetCatalogModelResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self.orchestrator.model(&request.id) {
            Ok(body) => GetCatalogModelResponse::Ok {
                headers: GetCatalogModelOkHeaders { x_correlation_id },
                body,
            },
            Err(refusal) => {
                refused!(GetCatalogModelResponse, refusal, envelope(&refusal), x_correlation_id, {
                    404 => NotFound(NotFoundHeaders),
                })
            }
        }
    }

    async fn verify_catalog_model(
        &self,
        request: VerifyCatalogModelRequest,
    ) -> VerifyCatalogModelResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self.orchestrator.verify_model(&request.id) {
            Ok(()) => VerifyCatalogModelResponse::Accepted {
                headers: VerifyCatalogModelAcceptedHeaders { x_correlation_id },
            },
            Err(refusal) => {
                refused!(VerifyCatalogModelResponse, refusal, envelope(&refusal), x_correlation_id, {
                    404 => NotFound(NotFoundHeaders),
                })
            }
        }
    }

    async fn set_catalog_model_state(
        &self,
        request: SetCatalogModelStateRequest,
    ) -> SetCatalogModelStateResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self.orchestrator.set_model_state(&request.id, request.body) {
            Ok(()) => SetCatalogModelStateResponse::Accepted {
                headers: SetCatalogModelStateAcceptedHeaders { x_correlation_id },
            },
            Err(refusal) => {
                refused!(SetCatalogModelStateResponse, refusal, envelope(&refusal), x_correlation_id, {
                    400 => BadRequest(BadRequestHeaders),
                    404 => NotFound(NotFoundHeaders),
                })
            }
        }
    }
}
